<?php
require __DIR__ . '/../vendor/autoload.php';
echo Sail\Greeting::say(), ', uid ', posix_getuid(), "\n";
