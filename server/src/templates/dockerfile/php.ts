import type { Template } from '../template.ts';
import { healthPath } from './fields.ts';

export const php: Template = {
  id: 'multi-stage-php',
  title: 'PHP with Composer',
  description: 'Apache as a user without privileges on a high port, Composer stays in a stage of its own',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    php: { description: 'release of PHP', default: '8.5', choices: ['8.5', '8.4'] },
    extensions: { description: 'extensions of PHP; none to leave them out', default: 'pdo_mysql', isOptional: true },
    composer: {
      description: 'release of Composer; none for a program without dependencies',
      default: '2.10',
      isOptional: true,
    },
    root: { description: 'folder that is served', default: 'public' },
    port: { description: 'port that is listened on', default: '8080' },
    health: healthPath('/'),
  },
  body: String.raw`# syntax=docker/dockerfile:1

{{#composer}}
FROM composer:{{composer}} AS dependencies
WORKDIR /app
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/tmp/cache \
    composer install --no-dev --no-interaction --no-scripts --no-autoloader --ignore-platform-req='ext-*'
COPY . .
RUN composer dump-autoload --no-dev --no-scripts --classmap-authoritative --ignore-platform-req='ext-*'

{{/composer}}
FROM php:{{php}}-apache-trixie
{{#extensions}}
RUN docker-php-ext-install {{extensions}}
{{/extensions}}
RUN cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini" && \
    a2enmod rewrite && \
    sed --in-place 's/^Listen 80$/Listen {{port}}/' /etc/apache2/ports.conf && \
    sed --in-place 's|:80>|:{{port}}>|; s|/var/www/html|/var/www/html/{{root}}|' /etc/apache2/sites-available/000-default.conf
WORKDIR /var/www/html
{{#composer}}
COPY --from=dependencies /app ./
{{/composer}}
{{^composer}}
COPY . .
{{/composer}}
USER 33:33
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["php", "-r", "exit(file_get_contents('http://127.0.0.1:{{port}}{{health}}') === false ? 1 : 0);"]
{{/health}}
`,
};
