package example;

import com.google.gson.Gson;
import java.util.Map;
import java.util.TreeMap;

public class Main {
  public static void main(String[] arguments) {
    System.out.println(new Gson().toJson(new TreeMap<>(Map.of("java", Runtime.version().feature(), "greeting", "Ahoy"))));
  }
}
