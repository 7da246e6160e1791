using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>A VirtualService of a suspended tenant: every request is answered 503, and the routes wait in annotations.</summary>
internal static class SuspendedRoutes
{
    /// <summary>Keeps routes of tls and tcp, which Sealos' own form doesn't know.</summary>
    internal const string Record = "sealos.io/suspended-routes";

    public static NetworkStep Suspend(VirtualService route)
    {
        if (IsSuspended(route) || route.Spec is null)
            return new NetworkStep(route, null);
        var desired = Copy(route);
        desired.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
        var spec = KubernetesJson.ToJsonObject(route)["spec"]!.AsObject();
        var others = new JsonObject();
        foreach (var name in new[] { "tls", "tcp" })
            if (spec[name] is JsonArray { Count: > 0 } routes)
                others[name] = routes.DeepClone();
        if (others.Count > 0)
            desired.Metadata.Annotations[Record] = others.ToJsonString();
        // An empty list stands for "no routes of http": Sealos' form always has the annotation.
        desired.Spec!.Http ??= [];
        Suspension.Apply(desired);
        desired.Spec.Tls = null;
        desired.Spec.Tcp = null;
        return Step(route, desired);
    }

    public static NetworkStep Resume(VirtualService route)
    {
        if (!IsSuspended(route))
            return new NetworkStep(route, null);
        var json = KubernetesJson.ToJsonObject(Copy(route));
        var annotations = json["metadata"]!["annotations"]!.AsObject();
        var spec = json["spec"]!.AsObject();
        var http = Read(route, Suspension.OriginalHttpAnnotation) as JsonArray;
        if (http is { Count: > 0 })
            spec["http"] = http;
        else
            spec.Remove("http");
        if (Read(route, Record) is JsonObject others)
            foreach (var (name, routes) in others)
                spec[name] = routes?.DeepClone();
        foreach (var name in new[] { Suspension.SuspendedAnnotation, Suspension.OriginalHttpAnnotation, Record })
            annotations.Remove(name);
        if (annotations.Count == 0)
            json["metadata"]!.AsObject().Remove("annotations");
        return Step(route, (VirtualService)KubernetesJson.FromJsonObject(json));
    }

    private static bool IsSuspended(VirtualService route) =>
        route.Metadata.Annotations?.GetOrNull(Suspension.SuspendedAnnotation) == "true";

    private static JsonNode? Read(VirtualService route, string annotation)
    {
        if (route.Metadata.Annotations?.GetOrNull(annotation) is not { } text)
            return null;
        return SuspensionRecord.Read(route, annotation, text);
    }

    // What SealosIstio applies is applied here as well: a patch would make "sealos-istio, by update" the owner of the routes, and the
    // next apply would be a conflict with itself.
    private static NetworkStep Step(VirtualService live, VirtualService desired)
    {
        var isApplied = (live.Metadata.ManagedFields ?? []).Any(entry =>
            entry is { Manager: ApplyOptions.DefaultFieldManager, Operation: "Apply" }
        );
        return new NetworkStep(
            live,
            isApplied ? new NetworkEdit(null, desired) : new NetworkEdit(Patch(live, desired), null)
        );
    }

    private static JsonObject Patch(VirtualService live, VirtualService desired)
    {
        var (from, to) = (KubernetesJson.ToJsonObject(live), KubernetesJson.ToJsonObject(desired));
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = Difference(from["metadata"]!["annotations"], to["metadata"]!["annotations"]),
            },
            ["spec"] = Difference(from["spec"], to["spec"]),
        };
    }

    // One level of a merge patch: null takes a field away.
    private static JsonObject Difference(JsonNode? from, JsonNode? to)
    {
        var (old, wanted) = (from as JsonObject ?? [], to as JsonObject ?? []);
        var patch = new JsonObject();
        foreach (var name in old.Select(field => field.Key).Union(wanted.Select(field => field.Key)))
            if (!JsonNode.DeepEquals(old[name], wanted[name]))
                patch[name] = wanted[name]?.DeepClone();
        return patch;
    }

    private static VirtualService Copy(VirtualService route)
    {
        var copy = KubernetesJson.Clone(route);
        copy.Status = null;
        copy.Metadata.ManagedFields = null;
        copy.Metadata.ResourceVersion = null;
        copy.Metadata.Uid = null;
        copy.Metadata.Generation = null;
        copy.Metadata.CreationTimestamp = null;
        copy.Metadata.SelfLink = null;
        return copy;
    }
}
