/** Calls of AWS: clients of the SDK, and signed calls of the services whose clients this build doesn't have. */
package stage5.aws.account;
