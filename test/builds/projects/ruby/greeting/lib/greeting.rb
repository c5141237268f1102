require 'greeting/greeting'

module Greeting
  def self.to(name)
    "Ahoy, #{name}!"
  end
end
