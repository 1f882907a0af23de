/**
 * Services in their lambda form: each has functions, an HTTP API and event sources, as the topology declares them and
 * as a CDK stack would deploy them.
 */
package stage5.local.deployment;
