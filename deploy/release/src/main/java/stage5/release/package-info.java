/**
 * What stands between a build and an environment: {@link stage5.release.contract whether a release gets along with what
 * runs there}, and {@link stage5.release.cloudformation its tables, topics and queues by CloudFormation}.
 */
package stage5.release;
