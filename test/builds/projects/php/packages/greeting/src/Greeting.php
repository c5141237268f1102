<?php

namespace Greeting;

final class Greeting
{
    public static function to(string $name): string
    {
        return "Ahoy, {$name}!";
    }
}
