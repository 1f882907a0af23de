/** Compares shops on AWS by their CloudWatch logs. Start with {@link stage5.load.aws.ComparingOnAws}. */
package stage5.load.aws;
