namespace SealosIstio.Migration.Rollout;

/// <summary>One stage of a rollout.</summary>
/// <param name="Order">Its place, from 1; 0 is the start, where nginx serves everything.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Percent">The share in it, 1 to 100.</param>
/// <param name="BakeTime">How long it is watched before the next one.</param>
/// <param name="IsDecision">Whether somebody has to approve the next one; otherwise the gates decide alone.</param>
public sealed record RolloutStage(int Order, string Name, int Percent, TimeSpan BakeTime, bool IsDecision = false)
{
    /// <summary><c>name percent %</c>.</summary>
    public override string ToString() => $"{Name} {Percent} %";
}
