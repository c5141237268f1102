#include <libpq-fe.h>
#include <ruby.h>

static VALUE library(VALUE self) {
  return INT2NUM(PQlibVersion());
}

void Init_greeting(void) {
  rb_define_singleton_method(rb_define_module("Greeting"), "library", library, 0);
}
