#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <sstream>
#include <vector>

int main() {
  std::istringstream in(std::getenv("NUMBERS"));
  std::vector<int> numbers{std::istream_iterator<int>(in), {}};
  std::ranges::sort(numbers);
  for (int number : numbers) std::cout << number << ' ';
  std::cout << "uid " << getuid() << '\n';
}
