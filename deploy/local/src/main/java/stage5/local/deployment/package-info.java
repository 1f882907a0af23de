/**
 * Services in their lambda form: for each its functions, its HTTP API and its event sources, as the topology states them
 * and as a CDK stack would deploy them.
 */
package stage5.local.deployment;
