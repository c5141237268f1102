defmodule Sail do
  use Application

  def start(_type, _arguments) do
    children = [{Task, fn -> listen(Application.fetch_env!(:sail, :port)) end}]
    Supervisor.start_link(children, strategy: :one_for_one)
  end

  defp listen(port) do
    {:ok, socket} = :gen_tcp.listen(port, [:binary, packet: :line, active: false, reuseaddr: true])
    answer(socket)
  end

  defp answer(socket) do
    {:ok, client} = :gen_tcp.accept(socket)
    read_head(client)
    body = "Ahoy from a release, #{:erlang.phash2(1, 1)}\n"
    :gen_tcp.send(client, "HTTP/1.0 200 OK\r\nContent-Length: #{byte_size(body)}\r\n\r\n#{body}")
    :gen_tcp.close(client)
    answer(socket)
  end

  defp read_head(client) do
    case :gen_tcp.recv(client, 0) do
      {:ok, "\r\n"} -> :ok
      {:ok, _line} -> read_head(client)
    end
  end
end
