require 'mkmf'

find_header('libpq-fe.h', '/usr/include/postgresql') or abort 'libpq-fe.h is missing'
have_library('pq', 'PQlibVersion') or abort 'libpq is missing'
create_makefile('greeting/greeting')
