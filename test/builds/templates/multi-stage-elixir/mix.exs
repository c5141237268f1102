defmodule Sail.MixProject do
  use Mix.Project

  def project do
    [app: :sail, version: "1.0.0", deps: [], start_permanent: true]
  end

  def application do
    [extra_applications: [:logger, :inets], mod: {Sail, []}]
  end
end
