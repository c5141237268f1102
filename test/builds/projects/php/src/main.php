<?php

require __DIR__ . '/../vendor/autoload.php';

echo Greeting\Greeting::to('Composer'), "\n";
echo 'pgsql ', extension_loaded('pgsql') && function_exists('pg_connect') ? 'is there' : 'is missing', "\n";
echo 2 / 3, "\n";
file_put_contents('storage/mark', 'written');
echo file_get_contents('storage/mark'), ' by ', posix_getuid(), ' in ', getcwd(), "\n";
echo is_writable('src') ? 'the sources are writable' : 'the sources are read only', "\n";
