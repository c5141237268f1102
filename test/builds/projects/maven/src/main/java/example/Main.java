package example;

import com.google.gson.Gson;
import java.util.Map;

public class Main {
  public static void main(String[] arguments) {
    System.out.println(new Gson().toJson(Map.of("java", Runtime.version().feature(), "greeting", "Ahoy")));
  }
}
