/** The data and messaging of synthesized templates, as stacks at any endpoint that speaks CloudFormation. */
package stage5.release.cloudformation;
