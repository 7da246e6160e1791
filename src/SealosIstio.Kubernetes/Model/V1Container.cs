using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>A container of a Pod.</summary>
public sealed class V1Container : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The image.</summary>
    public string? Image { get; set; }

    /// <summary>Replaces the image's entry point.</summary>
    public IList<string>? Command { get; set; }

    /// <summary>The arguments.</summary>
    public IList<string>? Args { get; set; }

    /// <summary>Environment variables.</summary>
    public IList<V1EnvVar>? Env { get; set; }

    /// <summary>The ports that it listens at.</summary>
    public IList<V1ContainerPort>? Ports { get; set; }

    /// <summary>What it may use.</summary>
    public V1ResourceRequirements? Resources { get; set; }
}

/// <summary>An environment variable.</summary>
public sealed class V1EnvVar : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The value.</summary>
    public string? Value { get; set; }

    /// <summary>Where the value comes from.</summary>
    public JsonElement? ValueFrom { get; set; }
}

/// <summary>A port of a container.</summary>
public sealed class V1ContainerPort : ModelPart
{
    /// <summary>The name that Services may use.</summary>
    public string? Name { get; set; }

    /// <summary>The number.</summary>
    public int? ContainerPort { get; set; }

    /// <summary>The port at the node.</summary>
    public int? HostPort { get; set; }

    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }
}

/// <summary>What a container may use.</summary>
public sealed class V1ResourceRequirements : ModelPart
{
    /// <summary>At most.</summary>
    public IDictionary<string, ResourceQuantity>? Limits { get; set; }

    /// <summary>At least.</summary>
    public IDictionary<string, ResourceQuantity>? Requests { get; set; }
}
