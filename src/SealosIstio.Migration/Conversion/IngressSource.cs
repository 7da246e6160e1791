using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>One Ingress during its conversion: its annotations, what was made of them and what is to be said of it.</summary>
internal sealed class IngressSource
{
    private readonly Dictionary<string, string> annotations;
    private readonly HashSet<string> applied = new(StringComparer.Ordinal);
    private readonly List<Finding> findings = [];
    private readonly string prefix;

    public IngressSource(SealosIngress ingress, ConversionOptions options)
    {
        Sealos = ingress;
        prefix = options.AnnotationPrefix + "/";
        annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in ingress.Ingress.Metadata.Annotations ?? new Dictionary<string, string>())
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                annotations[key[prefix.Length..]] = value;
    }

    public SealosIngress Sealos { get; }

    public V1Ingress Ingress => Sealos.Ingress;

    public string Name => Ingress.Metadata.Name ?? "";

    public string Namespace => Ingress.Metadata.NamespaceProperty ?? "default";

    /// <summary>How findings name it: <c>Ingress namespace/name</c>.</summary>
    public string Label => $"Ingress {Namespace}/{Name}";

    /// <summary>The hash over what it says, once <see cref="Provenance"/> has computed it.</summary>
    public string? Hash { get; set; }

    /// <summary>The annotations below the nginx prefix, by their short names.</summary>
    public IReadOnlyDictionary<string, string> Annotations => annotations;

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Whether an Error was reported that keeps the Ingress from being converted.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether nginx itself knows nothing of the Ingress, because of a value for which it drops it.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Whether nginx answers every request to its locations with 503, because of a value that it can't use.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The value of an annotation by its short name; null when the Ingress doesn't carry it.</summary>
    public string? Annotation(string shortName) => annotations.GetValueOrDefault(shortName);

    /// <summary>Takes out an annotation that nginx ignores, so that no feature sees it. Report it first.</summary>
    public void Ignore(string shortName) => annotations.Remove(shortName);

    /// <summary>Says that the output carries what this annotation asks for.</summary>
    public void MarkApplied(string shortName) => applied.Add(shortName);

    public bool IsApplied(string shortName) => applied.Contains(shortName);

    /// <summary>How findings name an annotation.</summary>
    public string FieldOf(string shortName) => prefix + shortName;

    /// <summary>Whether some finding names this annotation.</summary>
    public bool IsReported(string shortName)
    {
        var field = prefix + shortName;
        return findings.Exists(finding => finding.Field == field);
    }

    /// <summary>Reports on a field of the Ingress; what is said already isn't said again.</summary>
    public void Report(
        FindingDefinition definition,
        string field,
        string? value = null,
        string? message = null,
        string? advice = null
    )
    {
        var text = message ?? definition.Title;
        if (!findings.Exists(known => known.Code == definition.Code && known.Field == field && known.Message == text))
            findings.Add(definition.On(Label, field, value, text, advice));
    }

    /// <summary>
    /// Reports on an annotation. Its value is shown unless it could carry a secret or <paramref name="hideValue"/> is set.
    /// </summary>
    public void ReportAnnotation(
        FindingDefinition definition,
        string shortName,
        string? message = null,
        string? advice = null,
        bool hideValue = false
    )
    {
        var value = Annotation(shortName);
        var isHidden = hideValue || AnnotationCatalog.HidesValue(shortName, value);
        Report(definition, prefix + shortName, isHidden ? null : value, message, advice);
    }

    /// <summary>Keeps the Ingress from being converted, because of the finding just reported.</summary>
    public void Refuse() => IsRefused = true;

    /// <summary>Keeps the Ingress from being converted, because nginx drops it for what was just reported.</summary>
    public void Drop() => IsRefused = IsDropped = true;

    /// <summary>Has every request to its locations answered with 503, because of the finding just reported.</summary>
    public void Close() => IsClosed = true;
}
