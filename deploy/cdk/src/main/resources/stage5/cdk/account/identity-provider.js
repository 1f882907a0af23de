// IAM: one OIDC identity provider per issuer and account.
const iam = require('@aws-sdk/client-iam');
const client = new iam.IAMClient();

const service = {
  find: async ({ Issuer, Audience }) => {
    const { OpenIDConnectProviderList } = await client.send(new iam.ListOpenIDConnectProvidersCommand({}));
    const arn = OpenIDConnectProviderList.map(({ Arn }) => Arn).find((each) => each.endsWith(`:oidc-provider/${Issuer}`));
    if (arn) {
      const provider = await client.send(new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
      if (!provider.ClientIDList.includes(Audience)) {
        throw new Error(`${arn} lacks the audience ${Audience}: aws iam add-client-id-to-open-id-connect-provider`
          + ` --open-id-connect-provider-arn ${arn} --client-id ${Audience}`);
      }
    }
    return arn;
  },
  create: async ({ Issuer, Audience }) => (await client.send(new iam.CreateOpenIDConnectProviderCommand({
    Url: `https://${Issuer}`,
    ClientIDList: [Audience],
  }))).OpenIDConnectProviderArn,
  remove: (arn) => client.send(new iam.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
};
