require 'greeting'

puts Greeting.to('Bundler')
puts Greeting.library.positive? ? 'libpq is there' : 'libpq is missing'
File.write('log/mark', 'written')
puts "#{File.read('log/mark')} by #{Process.uid} in #{Dir.pwd}"
puts File.writable?('main.rb') ? 'the sources are writable' : 'the sources are read only'
