/** Deploys the data and messaging part of synthesized templates to any CloudFormation endpoint. */
package stage5.release.cloudformation;
