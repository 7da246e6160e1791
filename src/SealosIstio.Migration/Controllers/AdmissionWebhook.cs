using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Controllers;

/// <summary>
/// The entry by which the API server asks Sealos' admission webhook about VirtualServices. The Deployment's variable registers the
/// handler; without the entry nobody calls it. It is made after the entry for Ingresses: same service, certificate, namespaces and policy
/// for failures.
/// </summary>
internal sealed class AdmissionWebhook
{
    /// <summary>Names the entry that was added, on its configuration.</summary>
    public const string Annotation = "sealos.io/webhook-added";

    public static readonly AdmissionWebhook Mutating = new(
        "mvirtualservice.sealos.io",
        "/mutate-networking-istio-io-v1beta1-virtualservice",
        ["CREATE", "UPDATE"],
        "mingress.sealos.io"
    );

    public static readonly AdmissionWebhook Validating = new(
        "vvirtualservice.sealos.io",
        "/validate-networking-istio-io-v1beta1-virtualservice",
        ["CREATE", "UPDATE", "DELETE"],
        "vingress.sealos.io"
    );

    private readonly string name;
    private readonly string path;
    private readonly string[] operations;
    private readonly string model;

    private AdmissionWebhook(string name, string path, string[] operations, string model) =>
        (this.name, this.path, this.operations, this.model) = (name, path, operations, model);

    /// <summary>The patch that adds the entry; null when it is there.</summary>
    /// <exception cref="ResourceException">The configuration has no entry to make it after.</exception>
    public KubernetesPatch? Add(KubernetesObject configuration)
    {
        var entries = EntriesOf(configuration);
        if (entries.Any(entry => NameOf(entry) == name))
            return null;
        var pattern =
            entries.FirstOrDefault(entry => NameOf(entry) == model)
            ?? entries.FirstOrDefault()
            ?? throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(configuration),
                $"{configuration}: webhooks is empty: there is no entry that says where Sealos' admission webhook is.",
                "Install Sealos' admission webhook with its entry for Ingresses (ingressWebhookEnabled), then run it again."
            );
        var entry = (JsonObject)pattern.DeepClone();
        entry["name"] = name;
        if (entry["clientConfig"]?["service"] is JsonObject service)
            service["path"] = path;
        entry["rules"] = new JsonArray(
            new JsonObject
            {
                ["apiGroups"] = new JsonArray("networking.istio.io"),
                ["apiVersions"] = new JsonArray("v1beta1"),
                ["operations"] = new JsonArray([.. operations.Select(operation => (JsonNode)operation)]),
                ["resources"] = new JsonArray("virtualservices"),
            }
        );
        return Patch(configuration, EnvironmentEdit.Operation("add", "/webhooks/-", entry), name);
    }

    /// <summary>The patch that takes the entry away; null when there is none.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="onlyOurs">Whether only an entry goes that SealosIstio added.</param>
    public KubernetesPatch? Remove(KubernetesObject configuration, bool onlyOurs)
    {
        if (onlyOurs && configuration.Metadata.Annotations?.GetOrNull(Annotation) != name)
            return null;
        var index = EntriesOf(configuration).FindIndex(entry => NameOf(entry) == name);
        return index < 0
            ? null
            : Patch(configuration, EnvironmentEdit.Operation("remove", $"/webhooks/{index}"), record: null);
    }

    private static KubernetesPatch Patch(KubernetesObject configuration, JsonObject edit, string? record) =>
        new(
            PatchType.Json,
            new JsonArray([
                EnvironmentEdit.Operation("add", "/metadata/resourceVersion", configuration.Metadata.ResourceVersion),
                edit,
                .. ObjectAnnotation.Operations(configuration, Annotation, record),
            ])
        );

    private static List<JsonObject> EntriesOf(KubernetesObject configuration) =>
        [.. (KubernetesJson.ToJsonObject(configuration)["webhooks"] as JsonArray ?? []).OfType<JsonObject>()];

    private static string? NameOf(JsonObject entry) => entry["name"]?.GetValue<string>();
}
