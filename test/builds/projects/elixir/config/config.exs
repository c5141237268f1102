import Config

config :greet, name: "Mix"
