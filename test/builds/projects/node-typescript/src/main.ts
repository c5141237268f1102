import { existsSync, readFileSync } from 'node:fs';
import ms from 'ms';

const view: string = readFileSync('views/greeting.txt', 'utf8').trim();
console.log(view, ms(3_600_000), existsSync('/etc/passwd'));
