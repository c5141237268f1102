import Config

config :sail, port: 18137
