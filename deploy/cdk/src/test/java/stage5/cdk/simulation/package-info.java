/**
 * Replays deployments of synthesized templates on a model of AWS accounts. The model contains the rules on which deployments
 * of this project have failed or could fail, each with its page; it accepts everything else.
 */
package stage5.cdk.simulation;
