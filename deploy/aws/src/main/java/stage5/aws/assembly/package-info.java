/** Reads the cloud assemblies that the CDK app writes: stacks, templates and intrinsic functions. */
package stage5.aws.assembly;
