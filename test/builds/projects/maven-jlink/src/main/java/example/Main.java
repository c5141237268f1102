package example;

import java.util.logging.Logger;

public class Main {
  public static void main(String[] words) {
    boolean hasDesktop = ModuleLayer.boot().findModule("java.desktop").isPresent();
    System.out.println("Ahoy, " + Logger.getGlobal().getName() + ", desktop: " + hasDesktop);
  }
}
