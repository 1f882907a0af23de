/** Compares shops that run on AWS, by what its logs say of them; start with {@link stage5.load.aws.ComparingOnAws}. */
package stage5.load.aws;
