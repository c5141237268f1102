#include <math.h>
#include <stdio.h>
#include <time.h>

int main(void) {
  char greeting[64];
  FILE *file = fopen("greeting.txt", "r");
  if (!file || !fgets(greeting, sizeof greeting, file)) return 1;
  time_t then = 1750000000;
  printf("%s%.3f %s", greeting, sqrt(2.0), asctime(gmtime(&then)));
  return 0;
}
