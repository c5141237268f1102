package example;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public final class Main {
  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(18134), 0);
    server.createContext("/", exchange -> {
      byte[] body = ("as " + System.getProperty("user.name") + "\n").getBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }
}
