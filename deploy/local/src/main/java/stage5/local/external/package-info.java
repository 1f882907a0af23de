/** DynamoDB, SQS and SNS at external endpoints, in place of the embedded emulators. */
package stage5.local.external;
