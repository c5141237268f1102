require 'socket'
require 'greeting'

server = TCPServer.new('0.0.0.0', 18136)
loop do
  client = server.accept
  client.gets
  body = "#{Greeting.ahoy}, uid #{Process.uid}\n"
  client.write "HTTP/1.0 200 OK\r\nContent-Length: #{body.bytesize}\r\n\r\n#{body}"
  client.close
end
