#include <fstream>
#include <iostream>
#include <set>
#include <sqlite3.h>
#include <string>

int main(int count, char **arguments) {
    if (count < 2) return 2;
    std::ifstream file(arguments[1]);
    std::set<std::string> words;
    for (std::string word; file >> word;) words.insert(word);
    for (const auto &word : words) std::cout << word << '\n';
    std::cout << (sqlite3_libversion_number() > 3000000 ? "SQLite is there\n" : "SQLite is missing\n");
    return words.empty() ? 1 : 0;
}
