using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Controllers;

/// <summary>
/// What a container's variables were before the first change, as JSON in an annotation of the Deployment, so that any machine can put
/// them back. An annotation of the Deployment, not of its Pods: it restarts nothing.
/// </summary>
internal sealed class EnvironmentRecord
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "sealos.io/environment-before";

    private readonly JsonObject content;

    private EnvironmentRecord(JsonObject content) => this.content = content;

    /// <summary>The container that was changed.</summary>
    public string Container => content["container"]!.GetValue<string>();

    /// <summary>Whether the container had any variables of its own.</summary>
    public bool HadEnvironment => content["hadEnvironment"]!.GetValue<bool>();

    /// <summary>The mode that was set last; null for admission.</summary>
    public SealosControllerMode? Mode
    {
        get => Enum.TryParse<SealosControllerMode>(content["mode"]?.GetValue<string>(), out var mode) ? mode : null;
        set => content["mode"] = value?.ToString();
    }

    /// <summary>Per variable the entry that was there; null when there was none.</summary>
    public JsonObject Variables => content["variables"]!.AsObject();

    /// <summary>Begins a record.</summary>
    public static EnvironmentRecord Begin(string container, bool hadEnvironment) =>
        new(
            new JsonObject
            {
                ["container"] = container,
                ["hadEnvironment"] = hadEnvironment,
                ["mode"] = null,
                ["variables"] = new JsonObject(),
            }
        );

    /// <summary>Reads the record of a Deployment; null when it has none.</summary>
    /// <exception cref="ResourceException">Somebody changed it.</exception>
    public static EnvironmentRecord? Of(V1Deployment deployment)
    {
        if (deployment.Metadata.Annotations?.GetOrNull(Annotation) is not { } text)
            return null;
        try
        {
            if (
                JsonNode.Parse(text) is JsonObject { } content
                && content["container"]?.GetValueKind() == JsonValueKind.String
                && content["hadEnvironment"]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                && content["variables"] is JsonObject variables
                && variables.All(entry => entry.Value is null or JsonObject)
            )
                return new EnvironmentRecord(content);
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new ResourceException(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(deployment),
            $"{deployment}: metadata.annotations['{Annotation}'] can't be read: somebody changed it since the mode was set.",
            "Set the container's variables by hand, remove the annotation, and run it again."
        );
    }

    /// <summary>The annotation's value.</summary>
    public string ToText() => content.ToJsonString();
}
