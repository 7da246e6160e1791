using System.Text;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Rehearsal;

public sealed class SecretRedactionTests
{
    [Fact]
    public void Takes_every_value_and_kubectl_s_copy_of_them()
    {
        var secret = Secret();

        var redacted = SecretRedaction.Redact(secret, "why");

        Assert.Empty(redacted.Data!["key"]);
        Assert.Equal("", redacted.StringData!["text"]);
        Assert.Equal(["kept", SecretRedaction.Annotation], redacted.Metadata.Annotations!.Keys);
        Assert.Equal("why", redacted.Metadata.Annotations[SecretRedaction.Annotation]);
        Assert.Equal("private", Encoding.UTF8.GetString(secret.Data!["key"]));
    }

    [Fact]
    public async Task The_applier_refuses_a_redacted_Secret()
    {
        await using var cluster = ManifestCluster.Create([Secret()]);
        var applier = new IstioResourceApplier(cluster, new ApplySettings());

        var plan = await applier.PlanAsync([SecretRedaction.Redact(Secret(), "why")]);
        var result = await applier.ApplyAsync(plan, plan.Steps[0]);

        Assert.Equal(ApplyAction.Failed, result.Action);
        Assert.Equal(ResourceProblem.Invalid, Assert.IsType<ResourceException>(plan.Steps[0].Refusal).Problem);
        Assert.Contains("withheld", result.Message);
        var live = (V1Secret?)await cluster.GetAsync(KnownTypes.Of<V1Secret>(), "a", "s");
        Assert.Equal("private", Encoding.UTF8.GetString(live!.Data!["key"]));
    }

    private static V1Secret Secret() =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "s",
                NamespaceProperty = "a",
                Labels = new Dictionary<string, string> { [Provenance.ManagedByLabel] = Provenance.ManagedBy },
                Annotations = new Dictionary<string, string>
                {
                    ["kept"] = "yes",
                    ["kubectl.kubernetes.io/last-applied-configuration"] = """{"data":{"key":"cHJpdmF0ZQ=="}}""",
                },
            },
            Data = new Dictionary<string, byte[]> { ["key"] = Encoding.UTF8.GetBytes("private") },
            StringData = new Dictionary<string, string> { ["text"] = "private" },
        };
}
