namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>
/// <c>auth-provider</c>, what there was before exec plugins. client-go dropped the clouds' providers in 1.26 and has kept only oidc; each
/// has a plugin that took its place.
/// </summary>
internal static class LegacyAuthProvider
{
    /// <summary>
    /// The successor of each provider: cloud.google.com/kubernetes-engine (gke-gcloud-auth-plugin), Azure/kubelogin, int128/kubelogin,
    /// kubernetes/cloud-provider-openstack (client-keystone-auth).
    /// </summary>
    private static readonly Dictionary<string, string> Successors = new(StringComparer.Ordinal)
    {
        ["gcp"] =
            "Install gke-gcloud-auth-plugin (gcloud components install gke-gcloud-auth-plugin), then run "
            + "gcloud container clusters get-credentials.",
        ["azure"] = "Install kubelogin of Azure (az aks install-cli), then run kubelogin convert-kubeconfig.",
        ["oidc"] = "Install kubelogin of int128 (kubectl krew install oidc-login), then run kubectl oidc-login setup.",
        ["openstack"] =
            "Install client-keystone-auth of cloud-provider-openstack, and name it as the user's exec command.",
    };

    /// <exception cref="KubeconfigException">The user has an auth-provider.</exception>
    public static void Refuse(KubeconfigUser user)
    {
        if (user.AuthProvider is null)
            return;
        if (user.Exec is not null)
            throw KubeconfigPem.Invalid(
                user.Place("auth-provider"),
                "stands beside an exec plugin; remove one of the two."
            );
        var advice = Successors.GetValueOrDefault(
            user.AuthProvider,
            "Install the exec plugin that its vendor offers instead, or use a token or a client certificate."
        );
        throw new KubeconfigException(
            KubeconfigFailure.AuthProviderUnsupported,
            $"uses the auth-provider \"{user.AuthProvider}\", which exec plugins have replaced. {advice}",
            user.Place("auth-provider")
        );
    }
}
