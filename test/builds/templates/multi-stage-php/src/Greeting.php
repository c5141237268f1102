<?php

namespace Sail;

final class Greeting
{
    public static function say(): string
    {
        return 'Ahoy from ' . getenv('APACHE_RUN_USER');
    }
}
