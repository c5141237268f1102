defmodule Greet do
  def main do
    Application.load(:greet)

    IO.puts("#{String.trim(File.read!("greeting.txt"))}, #{Application.fetch_env!(:greet, :name)}! ✓")
    IO.puts(Base.encode16(:crypto.hash(:sha256, "ship"), case: :lower))
    IO.puts(File.cwd!())
  end
end
