/**
 * What resolvers, proxies and package managers print when the machine that they download from is not reached. Statuses
 * are those of proxies that let only some registries through.
 */
const complaints =
  /^.*(?:Temporary failure (?:in name resolution|resolving)|Could not resolve|Name or service not known|getaddrinfo|no such host|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|Connection (?:refused|timed out|reset)|connect: network is unreachable|Network is unreachable|(?:status(?: code)?:?|HTTP\/[\d.]+|error:?) (?:403|407|502|503|504)\b|(?:403|407|502|503|504) (?:Forbidden|Proxy|Bad Gateway|Service Unavailable|Gateway)).*$/im;

/** The line that says that something could not be downloaded; undefined where that is not why a build has failed. */
export function outOfReach(printed: string): string | undefined {
  return complaints.exec(printed)?.[0].trim();
}
