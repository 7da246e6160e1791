using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Platform;

/// <summary>What the operations on certificates and the shared Gateway do, on every cluster alike.</summary>
public abstract class CertificateContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Types = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: PLURAL.cert-manager.io}
        spec:
          group: cert-manager.io
          scope: SCOPE
          names: {kind: KIND, listKind: KINDList, plural: PLURAL, singular: SINGULAR}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private string Domain => $"{Namespace}.example.com";

    private ConversionOptions Options =>
        new()
        {
            PublicDomains = [Domain],
            GatewayNamespace = Namespace,
            GatewayReference = $"{Namespace}/sealos-gateway",
        };

    [ContractFact]
    public async Task The_Gateway_is_created_once_with_the_apex_and_unchanged_the_second_time()
    {
        var plan = await new PublicGateway(Cluster, Options).PlanAsync(null, adopt: false);
        var first = await ApplyAsync(plan.Objects);
        var second = await ApplyAsync((await new PublicGateway(Cluster, Options).PlanAsync(null, false)).Objects);

        Assert.Equal([ApplyAction.Created], first);
        Assert.Equal([ApplyAction.Unchanged], second);
        Assert.Contains(plan.Findings, finding => finding.Code == "SI1403");
        var gateway = (Gateway)plan.Objects[0];
        Assert.All(gateway.Spec!.Servers!, server => Assert.Equal([Domain, "*." + Domain], server.Hosts));
        // Whether plain HTTP is redirected is for each route to say, as its Ingress does by ssl-redirect.
        Assert.Null(gateway.Spec.Servers![0].Tls);
        Assert.Equal("wildcard-cert", gateway.Spec.Servers[1].Tls!.CredentialName);
    }

    [ContractFact]
    public async Task A_conversion_makes_the_same_Gateway()
    {
        await ApplyAsync((await new PublicGateway(Cluster, Options).PlanAsync(null, false)).Objects);
        await ApplyAsync(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {ports: [{port: 80}]}
            """
        );
        var ingress = (V1Ingress)Parse(
            $$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec:
              ingressClassName: nginx
              rules:
              - host: web.{{Domain}}
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80} } }
            """
        );
        var run = await SelectedConversion.ConvertAsync([ingress], Cluster, Options);
        var gateway = run.Selected.Objects.OfType<Gateway>().Single(item => item.Metadata.Name == "sealos-gateway");

        Assert.Equal([ApplyAction.Unchanged], await ApplyAsync([gateway]));
    }

    [ContractFact]
    public async Task The_certificate_that_nginx_uses_is_found_and_copied()
    {
        await CreateNamespaceAsync(Namespace + "-nginx");
        var secret = SelfSignedCertificate.Create(
            "public",
            Namespace + "-nginx",
            ["*." + Domain, Domain],
            TimeSpan.FromDays(1),
            DateTimeOffset.UtcNow
        );
        // Not made by SealosIstio, as far as the cluster knows.
        secret.Metadata.Labels = null;
        await Cluster.ApplyAsync(secret, By("nginx"));

        var plan = await new PublicGateway(Cluster, Options).PlanAsync(null, adopt: false);

        var copy = Assert.IsType<V1Secret>(plan.Objects[0]);
        Assert.Equal((Namespace, "wildcard-cert"), (copy.Metadata.NamespaceProperty, copy.Metadata.Name));
        Assert.Equal(secret.Data!["tls.crt"], copy.Data!["tls.crt"]);
        Assert.DoesNotContain(plan.Findings, finding => finding.Code == "SI1403");
        Assert.Equal([ApplyAction.Created, ApplyAction.Created], await ApplyAsync(plan.Objects));
    }

    [ContractFact]
    public async Task A_Gateway_of_another_origin_is_checked_and_only_taken_over_on_request()
    {
        await ApplyAsync(
            $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: Gateway
            metadata: {name: sealos-gateway}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 443, name: https, protocol: HTTPS}
                hosts: ["*.{{Domain}}"]
                tls: {mode: SIMPLE, credentialName: wildcard-cert}
            """,
            "kubectl"
        );

        var checkedOnly = await new PublicGateway(Cluster, Options).PlanAsync(null, adopt: false);
        var adopted = await new PublicGateway(Cluster, Options).PlanAsync(null, adopt: true);

        Assert.Empty(checkedOnly.Objects);
        var finding = Assert.Single(checkedOnly.Findings);
        Assert.Equal(("SI1402", Domain), (finding.Code, finding.Value));
        Assert.Single(adopted.Objects);
        Assert.Equal([ApplyAction.Configured], await ApplyAsync(adopted.Objects, force: true));
    }

    [ContractFact]
    public async Task Missing_domains_namespaces_and_bad_names_are_refused_before_anything_is_written()
    {
        Assert.Equal(ResourceProblem.Invalid, await RefusalAsync(Options with { PublicDomains = [] }));
        Assert.Equal(ResourceProblem.Invalid, await RefusalAsync(Options with { PublicDomains = ["a b"] }));
        Assert.Equal(
            ResourceProblem.NotFound,
            await RefusalAsync(Options with { GatewayNamespace = "nosuch-" + Namespace })
        );
        Assert.Equal(
            ResourceProblem.NotFound,
            await RefusalAsync(Options with { GatewayReference = $"nosuch-{Namespace}/gateway" })
        );
    }

    [ContractFact]
    public async Task With_an_issuer_the_certificate_is_asked_for_if_it_can_be_issued()
    {
        await ServeCertManagerAsync();
        var gateway = new PublicGateway(Cluster, Options);
        var missing = await Assert.ThrowsAsync<ResourceException>(() =>
            gateway.PlanAsync((IssuerScope.Issuer, "acme"), false)
        );
        await Cluster.ApplyAsync(Issuer(AcmeChallenge.Http01), By("one"));
        var unable = await Assert.ThrowsAsync<ResourceException>(() =>
            gateway.PlanAsync((IssuerScope.Issuer, "acme"), false)
        );
        await Cluster.ApplyAsync(Issuer(AcmeChallenge.Dns01Cloudflare), By("one"));
        var plan = await gateway.PlanAsync((IssuerScope.Issuer, "acme"), false);

        Assert.Equal(ResourceProblem.NotFound, missing.Problem);
        Assert.Equal(ResourceProblem.Invalid, unable.Problem);
        Assert.Equal(["Certificate", "Gateway"], plan.Objects.Select(item => item.Kind));
        Assert.DoesNotContain(plan.Findings, finding => finding.Code == "SI1403");
        Assert.Equal([ApplyAction.Created, ApplyAction.Created], await ApplyAsync(plan.Objects));
        Assert.Equal([ApplyAction.Unchanged, ApplyAction.Unchanged], await ApplyAsync(plan.Objects));
    }

    [ContractFact]
    public async Task Waiting_ends_when_the_certificate_is_ready()
    {
        await ServeCertManagerAsync();
        await ApplyCertificateAsync();
        var seen = new List<CertificateReadiness>();
        var waiting = new TaskCompletionSource();

        var wait = new CertificateWait(Cluster).RunAsync(
            Namespace,
            "wildcard-cert",
            Long,
            state =>
            {
                seen.Add(state);
                waiting.TrySetResult();
            }
        );
        await waiting.Task.WaitAsync(Long);
        await SetConditionAsync("False", "Issuing", "the order is pending");
        await SetConditionAsync("True", "Ready", "Certificate is up to date and has not expired");
        var ready = await wait;

        Assert.True(ready.IsReady);
        Assert.Equal(("wildcard-cert", "ClusterIssuer/letsencrypt-prod"), (ready.SecretName, ready.Issuer));
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), ready.NotAfter);
        Assert.All(seen, state => Assert.False(state.IsReady));
        Assert.True((await new CertificateWait(Cluster).RunAsync(Namespace, "wildcard-cert", Long)).IsReady);
    }

    [ContractFact]
    public async Task A_condition_of_an_older_generation_does_not_count()
    {
        await ServeCertManagerAsync();
        await ApplyCertificateAsync();
        await SetConditionAsync("True", "Ready", "up to date", generation: 0);

        await Assert.ThrowsAsync<TimeoutException>(() =>
            new CertificateWait(Cluster).RunAsync(Namespace, "wildcard-cert", TimeSpan.FromMilliseconds(500))
        );
    }

    [ContractFact]
    public async Task Waiting_in_vain_says_what_cert_manager_said_last()
    {
        await ServeCertManagerAsync();
        await ApplyCertificateAsync();
        await SetConditionAsync("False", "Failed", "the token isn't valid");

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() =>
            new CertificateWait(Cluster).RunAsync(Namespace, "wildcard-cert", TimeSpan.FromMilliseconds(500))
        );
        var missing = await Assert.ThrowsAsync<ResourceException>(() =>
            new CertificateWait(Cluster).RunAsync(Namespace, "nosuch", Long)
        );

        Assert.Contains("0.5 s: the token isn't valid", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(ResourceProblem.NotFound, missing.Problem);
    }

    [ContractFact]
    public async Task A_wait_ends_at_once_when_it_is_cancelled()
    {
        await ServeCertManagerAsync();
        await ApplyCertificateAsync();
        using var stop = new CancellationTokenSource();

        var wait = new CertificateWait(Cluster).RunAsync(
            Namespace,
            "wildcard-cert",
            Long,
            _ => stop.Cancel(),
            stop.Token
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    private Task<KubernetesObject> ApplyCertificateAsync() =>
        Cluster.ApplyAsync(
            GatewayCertificate.Build(new() { Namespace = Namespace, DnsNames = ["*." + Domain] }),
            By("sealos-istio")
        );

    private KubernetesObject Issuer(AcmeChallenge challenge) =>
        CertificateIssuer.Build(
            new()
            {
                Name = "acme",
                Scope = IssuerScope.Issuer,
                Namespace = Namespace,
                Email = "ops@example.com",
                Challenge = challenge,
            }
        );

    private Task SetConditionAsync(string status, string reason, string message, long? generation = null)
    {
        var condition = new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
        };
        if (generation is not null)
            condition["observedGeneration"] = generation;
        return Cluster.PatchAsync(
            KnownTypes.Of<Certificate>(),
            Namespace,
            "wildcard-cert",
            new KubernetesPatch(
                PatchType.Merge,
                new JsonObject
                {
                    ["status"] = new JsonObject
                    {
                        ["conditions"] = new JsonArray(condition),
                        ["notAfter"] = "2030-01-02T03:04:05Z",
                    },
                }
            ),
            new PatchOptions { Subresource = "status" }
        );
    }

    private async Task<ResourceProblem> RefusalAsync(ConversionOptions options) =>
        (
            await Assert.ThrowsAsync<ResourceException>(() =>
                new PublicGateway(Cluster, options).PlanAsync(null, false)
            )
        ).Problem;

    private async Task<IReadOnlyList<ApplyAction>> ApplyAsync(
        IReadOnlyList<KubernetesObject> objects,
        bool force = false
    )
    {
        var applier = new IstioResourceApplier(Cluster, new ApplySettings { Force = force });
        var plan = await applier.PlanAsync(objects);
        var actions = new List<ApplyAction>();
        foreach (var step in plan.Steps)
        {
            Assert.Null(step.Refusal);
            actions.Add((await applier.ApplyAsync(plan, step)).Action);
        }
        return actions;
    }

    /// <summary>Has an API server without cert-manager serve its kinds, of any content.</summary>
    private async Task ServeCertManagerAsync()
    {
        foreach (
            var (kind, plural, scope) in new[]
            {
                ("Certificate", "certificates", "Namespaced"),
                ("Issuer", "issuers", "Namespaced"),
                ("ClusterIssuer", "clusterissuers", "Cluster"),
            }
        )
        {
            if (await IsServedAsync(kind))
                continue;
            var text = Types
                .Replace("PLURAL", plural, StringComparison.Ordinal)
                .Replace("KIND", kind, StringComparison.Ordinal)
                .Replace("SINGULAR", plural[..^1], StringComparison.Ordinal)
                .Replace("SCOPE", scope, StringComparison.Ordinal);
            await Cluster.ApplyAsync(KubernetesYaml.Load(text, "types.yaml").Single().Object!, By("one"));
            await EventuallyAsync(() => IsServedAsync(kind));
        }
    }

    private async Task<bool> IsServedAsync(string kind)
    {
        try
        {
            return await Cluster.FindResourceTypeAsync("cert-manager.io", kind) is not null;
        }
        catch (KubernetesApiException exception) when (exception.Code == 404)
        {
            // The server names the group a moment before it serves it.
            return false;
        }
    }
}

public sealed class MemoryCertificateTests : CertificateContract<MemoryCluster>;

public sealed class FolderCertificateTests : CertificateContract<FolderCluster>;

[Collection(CertManagerKinds.Name)]
public sealed class ApiCertificateTests : CertificateContract<ApiServer>;

/// <summary>
/// Tests that define cert-manager's kinds on the server that all share, for a while: what a conversion makes depends on them, so no other
/// test is at work then.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CertManagerKinds
{
    public const string Name = "cert-manager's kinds";
}
