/** AWS' DynamoDB, SQS and SNS where the local cloud's own are not wanted. */
package stage5.local.external;
