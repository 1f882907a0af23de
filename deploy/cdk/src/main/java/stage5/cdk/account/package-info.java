/** What an account has only once, and a deployment creates or adopts. */
package stage5.cdk.account;
