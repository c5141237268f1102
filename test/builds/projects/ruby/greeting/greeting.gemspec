Gem::Specification.new do |spec|
  spec.name = 'greeting'
  spec.version = '1.0.0'
  spec.summary = 'Greets'
  spec.authors = ['Example']
  spec.files = Dir['lib/**/*.rb', 'ext/**/*.{c,rb}']
  spec.extensions = ['ext/greeting/extconf.rb']
end
