"""Real third-party SDKs, as processes in environments of their own, judge the simulator."""
