package example;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Main implements CommandLineRunner {
  @Value("${greeting}")
  private String greeting;

  public static void main(String[] words) {
    SpringApplication.run(Main.class, words);
  }

  @Override
  public void run(String... words) {
    System.out.println(greeting + ", Spring Boot " + SpringBootVersion.getVersion());
  }
}
