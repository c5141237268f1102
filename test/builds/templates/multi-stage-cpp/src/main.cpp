#include <arpa/inet.h>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char** words) {
  const int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(18133);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (count > 1 && std::strcmp(words[1], "health") == 0) {
    return connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 ? 0 : 1;
  }
  const int yes = 1;
  setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 1;
  listen(socket_, 8);
  for (;;) {
    const int one = accept(socket_, nullptr, nullptr);
    char asked[512];
    if (read(one, asked, sizeof asked) > 0) {
      const std::string body = "uid " + std::to_string(getuid()) + "\n";
      const std::string answer = "HTTP/1.0 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      if (write(one, answer.data(), answer.size()) < 0) return 1;
    }
    close(one);
  }
}
